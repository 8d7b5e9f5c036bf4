import { getTranslations } from "@/lib/translations";
import type { MemberDoc } from "./call-doc";

/** By depth; the description goes no deeper (app/api/docs/docs-view.ts). */
const INDENTS = ["ps-3", "ps-8", "ps-13", "ps-18", "ps-23", "ps-28", "ps-33"];

/** Members with type and meaning; what stands within another is set in. */
export async function MemberTable({ title, members }: { title: string; members: MemberDoc[] }) {
  const t = await getTranslations("apiDocs");
  if (members.length === 0) return null;
  return (
    <details className="border-t border-line">
      <summary className="cursor-pointer px-4 py-2 font-medium hover:bg-hover">{title}</summary>
      <div className="overflow-x-auto" role="region" aria-label={title} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("member")}</th>
              <th scope="col">{t("type")}</th>
              <th scope="col">{t("meaning")}</th>
            </tr>
          </thead>
          <tbody lang="en">
            {members.map(({ name, depth, type, description }, index) => (
              <tr key={`${index} ${name}`}>
                <td className={`font-mono whitespace-nowrap ${INDENTS[depth] ?? ""}`}>{name}</td>
                <td className="whitespace-nowrap text-muted">{type}</td>
                <td className="min-w-48">{description}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
