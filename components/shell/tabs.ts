/** The tabs of the portal and where they lead. */
export const TABS = {
  licenses: "/licenses",
  users: "/licenses/users",
  channels: "/channels/chat-gateways",
  directory: "/directory/users",
  audit: "/audit",
} as const;

export type TabName = keyof typeof TABS;
