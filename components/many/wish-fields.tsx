import type { ManyState } from "./many-state";

export type Choice = { value: string; label: string };

export type WishLabels = Record<"who" | "license" | "what" | "assign" | "revoke" | "when" | "fill" | "whole", string>;

type Props = { wish: ManyState["wish"]; scopes: Choice[]; licenses: Choice[]; labels: WishLabels };

/** Who, which license, what, and what to do where not all of them fit. */
export function WishFields({ wish, scopes, licenses, labels }: Props) {
  return (
    <>
      <Radios legend={labels.who} name="scope" value={wish.scope} choices={scopes} />
      <label className="grid gap-1 font-medium">
        {labels.license}
        <select
          name="licenseId"
          defaultValue={wish.licenseId}
          key={wish.licenseId}
          required
          className="field font-normal"
        >
          {licenses.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <Radios
        legend={labels.what}
        name="held"
        value={String(wish.held)}
        choices={[
          { value: "true", label: labels.assign },
          { value: "false", label: labels.revoke },
        ]}
      />
      <div className="when">
        <Radios
          legend={labels.when}
          name="whole"
          value={String(wish.whole)}
          choices={[
            { value: "false", label: labels.fill },
            { value: "true", label: labels.whole },
          ]}
        />
      </div>
    </>
  );
}

function Radios({ legend, name, value, choices }: { legend: string; name: string; value: string; choices: Choice[] }) {
  return (
    <fieldset key={value}>
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {choices.map((choice) => (
          <label key={choice.value} className="flex min-h-6 items-center gap-2">
            <input
              type="radio"
              name={name}
              value={choice.value}
              defaultChecked={choice.value === value}
              className="size-4 accent-accent"
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
