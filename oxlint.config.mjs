/**
 * The plan of the house, held by the linter.
 * `rooms`: which files make a room, how an import of it looks, and what it may import, ground floor first.
 * `packages`: npm packages that live in the named rooms only.
 */
const rooms = {
  foundation: { files: ["lib/*.ts"], path: "^@/lib/[^/]+$", mayImport: [] },
  licensing: { files: ["lib/licensing/**"], path: "^@/lib/licensing/", mayImport: ["foundation"] },
  db: { files: ["db/**"], path: "^@/db/", mayImport: ["foundation", "licensing"] },
  access: {
    files: ["lib/access/**"],
    path: "^@/lib/access/",
    mayImport: ["foundation", "licensing", "db"],
  },
  "use-cases": {
    files: ["lib/use-cases/**"],
    path: "^@/lib/use-cases/",
    mayImport: ["foundation", "licensing", "db", "access"],
  },
  components: {
    files: ["components/**"],
    path: "^@/components/",
    mayImport: ["foundation", "licensing", "types of use-cases"],
  },
  app: {
    files: ["app/**", "proxy.ts", "instrumentation*.ts", "i18n/**"],
    path: "^@/(app|i18n)/",
    mayImport: ["foundation", "licensing", "access", "use-cases", "components"],
  },
  scripts: { files: ["scripts/**"], path: "^@/scripts/", mayImport: "all" },
  tests: { files: ["tests/**"], path: "^@/tests/", mayImport: "all" },
};

const packages = {
  "drizzle-orm|postgres": ["db", "scripts", "tests"],
  "next-auth|jose|@node-rs/argon2": ["access", "scripts", "tests"],
  next: ["app", "components", "scripts"],
  "@tanstack": ["components"],
  "react|react-dom": ["components", "app"],
  "@axe-core|vitest": ["tests"],
  "@playwright": ["tests", "scripts"],
};

const climbing = { regex: "^\\.\\./", message: "Name the room: import from '@/…' instead of climbing with '../'." };

const oneStatement = ["transaction", "begin", "savepoint"].map((property) => ({
  property,
  message: "One act is one SQL statement: write it in db/queries as a single statement or a function in a migration.",
}));

function forbiddenRooms(name, mayImport) {
  if (mayImport === "all") return [];
  return Object.entries(rooms)
    .filter(([other]) => other !== name && !mayImport.includes(other))
    .map(([other, room]) => ({
      regex: room.path,
      allowTypeImports: mayImport.includes(`types of ${other}`),
      message: `${name} may not import ${other} (docs/ARCHITECTURE.md, "Rooms").`,
    }));
}

function forbiddenPackages(name) {
  return Object.entries(packages)
    .filter(([, homes]) => !homes.includes(name))
    .map(([names, homes]) => ({
      regex: `^(${names})(/|$)`,
      message: `This package lives in ${homes.join(", ")} only.`,
    }));
}

const architecture = Object.entries(rooms).map(([name, room]) => ({
  files: room.files,
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: [climbing, ...forbiddenRooms(name, room.mayImport), ...forbiddenPackages(name)] },
    ],
  },
}));

export default {
  plugins: ["typescript", "import", "react", "jsx-a11y", "nextjs", "promise", "unicorn", "oxc"],
  categories: { correctness: "error", suspicious: "error" },
  options: { typeAware: true },
  rules: {
    "import/no-cycle": "error",
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    "typescript/consistent-type-imports": "error",
    "react/react-in-jsx-scope": "off",
    "import/no-unassigned-import": "off",
    "typescript/consistent-return": "off",
    "jsx-a11y/prefer-tag-over-role": "off",
    // A table of boxes is a grid (WAI-ARIA Authoring Practices).
    "jsx-a11y/no-noninteractive-element-to-interactive-role": "off",
    // A region that scrolls must be reachable by keyboard (WCAG 2.1.1).
    "jsx-a11y/no-noninteractive-tabindex": "off",
    "typescript/no-unsafe-type-assertion": "off",
    "max-lines": ["error", 250],
  },
  overrides: [
    ...architecture,
    {
      files: ["app/**", "components/**", "lib/**", "db/**"],
      rules: { "no-restricted-properties": ["error", ...oneStatement] },
    },
    { files: ["app/**", "components/**"], rules: { "react/jsx-no-literals": "error" } },
  ],
};
