import type { getTranslations } from "@/lib/translations";
import type { UserList } from "@/lib/use-cases/directory/list-users";
import type { Field } from "@/components/ui/form-state";

type Translate = Awaited<ReturnType<typeof getTranslations<"directory">>>;

/** Roles as boxes; one with rights that the reader lacks says so and cannot be moved. */
export function rolesField(roles: UserList["roles"], t: Translate): Field {
  return {
    kind: "boxes",
    name: "roles",
    label: t("roles"),
    hint: roles.length > 0 ? t("rolesHint") : t("noRolesThere"),
    choices: roles.map(({ name, within }) => ({
      value: name,
      label: name,
      note: within ? null : t("roleBeyond"),
      locked: !within,
    })),
  };
}
