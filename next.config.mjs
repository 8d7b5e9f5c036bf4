import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./i18n/request.ts");

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // scripts/serve.mjs compresses, with brotli where the browser takes it.
  compress: false,
  reactStrictMode: true,
  // The same on every node that builds the same source; null: made up by Next.
  generateBuildId: () => process.env.SOURCE_HASH?.slice(0, 16) ?? null,
  images: { unoptimized: true },
  serverExternalPackages: ["pino", "postgres", "@node-rs/argon2"],
  // `npm test` checks the types of the whole house; a build on a customer's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  // A list of 10,000 users comes in one action; every action bounds what it reads itself.
  experimental: { authInterrupts: true, agentUpgrade: false, serverActions: { bodySizeLimit: "4mb" } },
  agentRules: false,
};

export default withNextIntl(config);
