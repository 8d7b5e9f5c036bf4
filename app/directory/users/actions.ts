"use server";

import { submitAndLeave, submitAndStay } from "@/app/form-door";
import { requestActor } from "@/app/request-actor";
import type { FormState } from "@/components/ui/form-state";
import { formText, formTexts } from "@/lib/form-text";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { deleteUser } from "@/lib/use-cases/directory/delete-user";
import { disableUser } from "@/lib/use-cases/directory/disable-user";
import { editUser } from "@/lib/use-cases/directory/edit-user";
import { enableUser } from "@/lib/use-cases/directory/enable-user";
import { setPassword } from "@/lib/use-cases/directory/set-password";
import { setUserRoles } from "@/lib/use-cases/directory/set-user-roles";

const LIST = "/directory/users";
const NEW_USER = ["name", "username", "domain", "password", "roles"];

/** Adds a user from the window "Add user"; an empty password is none. */
export async function addUserAction(_: FormState, form: FormData): Promise<FormState> {
  const user = {
    address: `${formText(form, "username")}@${formText(form, "domain")}`,
    name: formText(form, "name"),
    password: formText(form, "password") || null,
    roles: formTexts(form, "roles"),
  };
  return submitAndLeave(form, { fields: NEW_USER, fallback: LIST, said: "userAdded" }, async () =>
    addUser(await requestActor(), user),
  );
}

/** Gives a user the name typed into their window. */
export async function renameAction(_: FormState, form: FormData): Promise<FormState> {
  const act = async () => editUser(await requestActor(), formText(form, "address"), formText(form, "name"));
  return submitAndStay(form, ["name"], act, (changed, t) => t(changed ? "saved" : "unchanged"));
}

/** Gives a user the roles ticked in their window that were not, and takes those unticked; what is saved is shown from then on. */
export async function rolesAction(_: FormState, form: FormData): Promise<FormState> {
  const [roles, shown] = [formTexts(form, "roles"), formTexts(form, "shown")];
  const act = async () => setUserRoles(await requestActor(), formText(form, "address"), roles, shown);
  const state = await submitAndStay(form, ["roles", "shown"], act, (changed, t) => t(changed ? "saved" : "unchanged"));
  return state.done === null ? state : { ...state, values: { roles, shown: roles } };
}

/** Gives a user the password typed into their window. */
export async function passwordAction(_: FormState, form: FormData): Promise<FormState> {
  const act = async () => setPassword(await requestActor(), formText(form, "address"), formText(form, "password"));
  return submitAndStay(form, ["password"], act, (sessions, t) => t("passwordChanged", { sessions }));
}

const ACTS = { disable: disableUser, enable: enableUser, delete: deleteUser };
const SAID = { disable: "userDisabled", enable: "userEnabled", delete: "userDeleted" } as const;

async function actOnUser(ask: keyof typeof ACTS, form: FormData): Promise<FormState> {
  const act = async () => ACTS[ask](await requestActor(), formText(form, "address"));
  return submitAndLeave(form, { fields: [], fallback: LIST, said: SAID[ask] }, act);
}

/** Disables a user, after the window has asked. */
export async function disableAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnUser("disable", form);
}

/** Enables a user, after the window has asked. */
export async function enableAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnUser("enable", form);
}

/** Deletes a user, after the window has asked. */
export async function deleteAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnUser("delete", form);
}
