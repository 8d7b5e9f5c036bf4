/** The pages that are measured. */
export const PAGES = [
  { name: "registry", path: "/licenses" },
  { name: "matrix", path: "/licenses/users?size=40" },
];
