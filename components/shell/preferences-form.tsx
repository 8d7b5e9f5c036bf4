import { THEMES, type Theme } from "@/lib/theme";

const LANGUAGES = { en: "English", uk: "Українська" } as const;

type Props = {
  action: (form: FormData) => Promise<void>;
  theme: Theme;
  locale: string;
  themes: Record<Theme, string>;
  labels: { theme: string; language: string };
};

/** Appearance and language: each choice is a button, so it works without JavaScript and with one press. */
export function PreferencesForm({ action, theme, locale, themes, labels }: Props) {
  return (
    <form action={action} className="grid gap-3">
      <fieldset>
        <legend className="mb-1 text-muted">{labels.theme}</legend>
        <div className="flex flex-wrap gap-1 *:flex-auto *:whitespace-nowrap">
          {THEMES.map((choice) => (
            <Choice key={choice} name="theme" value={choice} chosen={choice === theme} label={themes[choice]} />
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-1 text-muted">{labels.language}</legend>
        <div className="grid grid-cols-2 gap-1">
          {Object.entries(LANGUAGES).map(([value, label]) => (
            <Choice key={value} name="locale" value={value} chosen={value === locale} label={label} />
          ))}
        </div>
      </fieldset>
    </form>
  );
}

function Choice({ name, value, chosen, label }: { name: string; value: string; chosen: boolean; label: string }) {
  return (
    <button
      type="submit"
      name={name}
      value={value}
      aria-pressed={chosen}
      lang={name === "locale" ? value : undefined}
      className="choice"
    >
      {label}
    </button>
  );
}
