import type { DemoLicenseName } from "@/scripts/demo-licenses";

export const DEMO_DOMAINS = ["acme.example", "support.acme.example"] as const;

const LICENSE_PAGES = ["admin", "admin/license"];
const CHANNEL_PAGES = ["admin/channels"];

/** Beside `sysadmin`, which every installation has. Neither sees users of the other domain. */
export const DEMO_ROLES = [
  { name: "supervisor", permissions: ["read"], sections: LICENSE_PAGES },
  { name: "license manager", permissions: ["read", "write"], sections: [...LICENSE_PAGES, ...CHANNEL_PAGES] },
];

/** Which licenses a person's work asks for. */
const JOBS = {
  administrator: [],
  newcomer: [],
  manager: ["manager", "phone", "mobile", "email"],
  auditor: ["auditor", "agent", "phone", "speech"],
  sales: ["phone", "mobile", "portal"],
  service: ["service", "shift"],
  "service lead": ["service", "shift", "email"],
  agent: ["agent", "phone"],
  evening: ["shift", "phone"],
} satisfies Record<string, DemoLicenseName[]>;

type Line = [username: string, name: string, job: keyof typeof JOBS, ...roles: string[]];

const HEAD_OFFICE: Line[] = [
  ["admin", "Acme Administrator", "administrator", "sysadmin"],
  ["olha.melnyk", "Ольга Мельник", "manager", "license manager"],
  ["sarah.mitchell", "Sarah Mitchell", "manager", "supervisor"],
  ["ivan.petrenko", "Іван Петренко", "manager"],
  ["james.okafor", "James Okafor", "manager"],
  ["liudmyla.honcharenko", "Людмила Гончаренко", "auditor", "supervisor"],
  ["hannah.vogel", "Hannah Vogel", "auditor"],
  ["andrii.bondar", "Андрій Бондар", "sales"],
  ["sean.oneill", "Seán O'Neill", "sales"],
  ["yuliia.tkachenko", "Юлія Ткаченко", "sales"],
  ["mateo.alvarez", "Mateo Álvarez", "sales"],
  ["nataliia.shevchuk", "Наталія Шевчук", "service lead"],
  ["oksana.lysenko", "Оксана Лисенко", "service"],
  ["grace.holloway", "Grace Holloway", "service"],
  ["taras.kravets", "Тарас Кравець", "service"],
  ["zoe.lindqvist", "Zoë Lindqvist", "service"],
  ["bohdan.savchuk", "Богдан Савчук", "service"],
  ["emma.whitfield", "Emma Whitfield", "agent"],
  ["dmytro.koval", "Дмитро Коваль", "agent"],
  ["iryna.polishchuk", "Ірина Поліщук", "agent"],
  ["daniel.brandt", "Daniel Brandt", "agent"],
  ["sofiia.hrytsenko", "Софія Гриценко", "agent"],
];

const SUPPORT: Line[] = [
  ["viktor.moroz", "Віктор Мороз", "manager", "license manager"],
  ["claire.dubois", "Claire Dubois", "service", "supervisor"],
  ["kateryna.rudenko", "Катерина Руденко", "service"],
  ["oliver.hughes", "Oliver Hughes", "service"],
  ["yevhen.zinchenko", "Євген Зінченко", "agent"],
  ["priya.raman", "Priya Raman", "agent"],
  ["mariana.diachenko", "Мар'яна Д'яченко", "agent"],
  ["lukas.novak", "Lukáš Novák", "agent"],
  ["oleksandr.yurchenko", "Олександр Юрченко", "agent"],
  ["tetiana.holub", "Тетяна Голуб", "evening"],
  ["marcus.bell", "Marcus Bell", "evening"],
  ["roman.fedoruk", "Роман Федорук", "evening"],
  ["amelia.clarke", "Amelia Clarke", "evening"],
  ["halyna.stets", "Галина Стець", "newcomer"],
];

export type DemoPerson = { address: string; name: string; roles: string[]; licenses: DemoLicenseName[] };

function peopleOf(domain: (typeof DEMO_DOMAINS)[number], lines: Line[]): DemoPerson[] {
  return lines.map(([username, name, job, ...roles]) => {
    return { address: `${username}@${domain}`, name, roles, licenses: JOBS[job] };
  });
}

/** Who uses the demo: head office first, the administrator first of all. */
export const DEMO_PEOPLE: DemoPerson[] = [
  ...peopleOf("acme.example", HEAD_OFFICE),
  ...peopleOf("support.acme.example", SUPPORT),
];

/** Who signs in first; all others have no password until somebody gives them one. */
export const DEMO_ADMINISTRATOR = "admin@acme.example";
