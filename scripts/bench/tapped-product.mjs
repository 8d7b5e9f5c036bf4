import { startProduct } from "./product-server.mjs";
import { createVisitor } from "./visitor.mjs";
import { tapDatabase } from "./wire-tap.mjs";

/**
 * The product with a tap between it and a data set.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {{ url: string }} dataset
 * @param {Record<string, string>} identity the header that says who asks
 */
export async function startTapped(context, dataset, identity) {
  const tap = await tapDatabase(dataset.url);
  context.onStop(async () => tap.close());
  const server = await startProduct(context, tap.url);
  const visitor = createVisitor(server.url, identity);
  const stop = async () => {
    visitor.close();
    await server.stop();
    tap.close();
  };
  return { url: server.url, tap, visitor, stop };
}
