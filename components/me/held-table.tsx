import { getTranslations } from "@/lib/translations";

/** A license that the reader holds, in their words. */
export type HeldRow = {
  id: string;
  product: string;
  name: string | null;
  validTill: { iso: string; text: string };
  state: string;
  look: "open" | "closed";
};

const LOOK = { open: "bg-good-soft text-good", closed: "bg-band text-ink" };

/** My products: each license with its end and what it is to me now. An administrator needs none. */
export async function HeldTable({ rows, isAdministrator }: { rows: HeldRow[]; isAdministrator: boolean }) {
  const t = await getTranslations("me");
  return (
    <section aria-labelledby="my-products" className="card">
      <h2 id="my-products" className="px-3 py-2.5 font-semibold">
        {t("products")}
      </h2>
      {rows.length === 0 ? (
        <p className="border-t border-line px-3 py-8 text-center text-muted">
          {t(isAdministrator ? "noProductsNeeded" : "noProducts")}
        </p>
      ) : (
        <div className="overflow-x-auto border-t border-line">
          <table className="table max-sm:[&_:is(td,th)]:px-2">
            <caption className="sr-only">{t("products")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("product")}</th>
                <th scope="col">{t("validTill")}</th>
                <th scope="col">{t("state")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, product, name, validTill, state, look }) => (
                <tr key={id}>
                  <td className="break-words">
                    <span className="font-medium">{product}</span>
                    {name && <span className="block text-muted">{name}</span>}
                  </td>
                  <td className="tabular-nums">
                    <time dateTime={validTill.iso}>{validTill.text}</time>
                  </td>
                  <td>
                    <span className={`inline-block rounded-sm px-1.5 py-0.5 ${LOOK[look]}`}>{state}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
