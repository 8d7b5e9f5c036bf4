import type { ReactNode } from "react";
import { getTranslations } from "@/lib/translations";
import { Command } from "./command";

const SIGN_IN = `TOKEN=$(curl -s "$SEATWISE/api/login" -d '{"username":"USER@DOMAIN","password":"PASSWORD"}' \\
  | sed -n 's/.*"access_token":"\\([^"]*\\)".*/\\1/p')`;

const ADD_TOKEN = "TOKEN=$(npm run --silent admin -- token add USER@DOMAIN --name NAME --scope read --days 90)";

const TRY = 'curl "$SEATWISE/api/userinfo" -H "X-Webitel-Access: $TOKEN"';

const asCode = (text: ReactNode) => <code className="break-words">{text}</code>;

/** How somebody who is new here gets what the examples below take for known. */
export async function FirstSteps({ address }: { address: string }) {
  const t = await getTranslations("apiDocs");
  const steps = [
    ["address", `SEATWISE=${address}`],
    ["signIn", SIGN_IN],
    ["addToken", ADD_TOKEN],
    ["try", TRY],
  ] as const;
  return (
    <section aria-labelledby="first-steps" className="card grid gap-3 p-4">
      <h2 id="first-steps" className="text-lg font-semibold">
        {t("firstSteps.title")}
      </h2>
      {steps.map(([step, command]) => (
        <div key={step} className="grid gap-1">
          <p>{t.rich(`firstSteps.${step}`, { code: asCode })}</p>
          <Command text={command} />
        </div>
      ))}
    </section>
  );
}
