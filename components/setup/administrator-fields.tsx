import type { SetupField, SetupState } from "./setup-state";
import { TextField } from "./text-field";

export type AdministratorLabels = Record<Exclude<SetupField, "token" | "key">, string> &
  Record<"administrator" | "usernameHint" | "domainHint" | "passwordHint", string>;

/** The first domain and who administers it. */
export function AdministratorFields({ state, labels }: { state: SetupState; labels: AdministratorLabels }) {
  const { values, faults } = state;
  const known = (name: "username" | "domain" | "name") => ({
    name,
    label: labels[name],
    fault: faults[name],
    defaultValue: values[name],
  });
  const secret = (name: "password" | "again") => ({
    name,
    label: labels[name],
    fault: faults[name],
    type: "password",
    autoComplete: "new-password",
  });
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-4 sm:grid-cols-2">
      <legend className="mb-3 font-semibold">{labels.administrator}</legend>
      <TextField {...known("username")} hint={labels.usernameHint} autoComplete="username" />
      <TextField {...known("domain")} hint={labels.domainHint} autoComplete="off" />
      <div className="sm:col-span-2">
        <TextField {...known("name")} autoComplete="name" />
      </div>
      <TextField {...secret("password")} hint={labels.passwordHint} />
      <TextField {...secret("again")} />
    </fieldset>
  );
}
