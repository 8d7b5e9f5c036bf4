/** `serve-folder.mjs MODULE FOLDER PORT`: serves a built application with the `serve` of the product, from this process. */
const [module, dir, port] = process.argv.slice(2);
const { serve } = await import(module);
const { close } = await serve({ host: "127.0.0.1", port: Number(port), dir });
process.once("SIGTERM", () => void close().then(() => process.exit(0)));
