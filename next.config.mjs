import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./i18n/request.ts");

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  serverExternalPackages: ["pino", "postgres", "@node-rs/argon2"],
  // `npm test` checks the types of the whole house; a build on a customer's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true, agentUpgrade: false },
  agentRules: false,
};

export default withNextIntl(config);
