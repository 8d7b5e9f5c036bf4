import type postgres from "postgres";

/**
 * Makes a database as it was after the migrations: no customer, no users, the role `sysadmin` alone. Quicker than a new
 * copy of the template, and connections to it stay open.
 */
export async function cleanInstallation(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    truncate audit_entries, certificates, customers, domains, grants, licenses, seats, sessions, user_roles, user_words, users
      restart identity;
    delete from roles where name <> 'sysadmin';`);
}
