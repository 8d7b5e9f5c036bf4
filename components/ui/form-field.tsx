import { Refusal } from "./refusal";
import type { Field } from "./form-state";

type Props = { field: Field; id: string; values: string[]; error: string | undefined };

/** A field with its label; what stands in the way, else the hint, stands below it. */
export function FormField({ field, id, values, error }: Props) {
  const answerId = `${id}-answer`;
  const answer = error ? (
    <Refusal id={answerId} text={error} />
  ) : (
    field.hint && (
      <p id={answerId} className="text-muted">
        {field.hint}
      </p>
    )
  );
  if (field.kind === "boxes") {
    return (
      <fieldset className="grid min-w-0 gap-1" aria-describedby={answer ? answerId : undefined}>
        <legend className="mb-1 font-medium">{field.label}</legend>
        <div className={`grid ${field.isLong ? "max-h-[55dvh]" : "max-h-56"} gap-x-4 overflow-auto sm:grid-cols-2`}>
          {field.choices.map((choice) => (
            <Box key={choice.value} name={field.name} choice={choice} isTicked={values.includes(choice.value)} />
          ))}
        </div>
        {answer}
      </fieldset>
    );
  }
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {field.label}
      </label>
      <Control field={field} id={id} value={values[0] ?? ""} isWrong={error !== undefined} answerId={answerId} />
      {answer}
    </div>
  );
}

type ControlProps = { field: Field; id: string; value: string; isWrong: boolean; answerId: string };

function Control({ field, id, value, isWrong, answerId }: ControlProps) {
  const shared = {
    id,
    name: field.name,
    "aria-invalid": isWrong,
    "aria-describedby": isWrong || field.hint ? answerId : undefined,
    className: "field",
  };
  if (field.kind === "select") {
    return (
      <select key={value} defaultValue={value} {...shared}>
        {field.options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    );
  }
  if (field.kind === "password") {
    const autoComplete = field.isCurrent ? "current-password" : "new-password";
    return <input type="password" autoComplete={autoComplete} required={field.required || isWrong} {...shared} />;
  }
  if (field.kind === "boxes") return null;
  const own =
    field.kind === "number"
      ? { type: "number", min: field.min, max: field.max, autoComplete: "off", className: "field max-w-32" }
      : {
          maxLength: field.maxLength,
          placeholder: field.placeholder,
          autoComplete: field.autoComplete ?? "off",
          autoCapitalize: "none",
          spellCheck: false,
        };
  return <input defaultValue={value} required {...shared} {...own} />;
}

type Choice = Extract<Field, { kind: "boxes" }>["choices"][number];

/** A locked box is sent as it is shown: what this person may not change stays. */
function Box({ name, choice, isTicked }: { name: string; choice: Choice; isTicked: boolean }) {
  return (
    <label className="flex min-w-0 items-start gap-2 rounded-md px-2 py-1.5 hover:bg-hover">
      <input
        type="checkbox"
        name={name}
        value={choice.value}
        defaultChecked={isTicked}
        disabled={choice.locked}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      {choice.locked && isTicked && <input type="hidden" name={name} value={choice.value} />}
      <span className="min-w-0 wrap-anywhere">
        {choice.label}
        {choice.note && <span className="block text-muted">{choice.note}</span>}
      </span>
    </label>
  );
}
