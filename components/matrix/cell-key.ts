/** What a box is known by: its user and its license. */
export const cellKey = (userId: string, licenseId: string) => `${userId} ${licenseId}`;

export const userOf = (key: string) => key.slice(0, key.indexOf(" "));

export const licenseOf = (key: string) => key.slice(key.indexOf(" ") + 1);
