import type { LocalActor } from "@/lib/access/actor";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { deleteDomain } from "@/lib/use-cases/directory/delete-domain";
import { disableDomain } from "@/lib/use-cases/directory/disable-domain";
import { enableDomain } from "@/lib/use-cases/directory/enable-domain";
import { renameDomain } from "@/lib/use-cases/directory/rename-domain";
import type { Command } from "@/scripts/admin-arguments";

type DomainCommand = Extract<Command, { domain: string }>;

/** Does what a command about domains says and answers the line that tells it. */
export async function performOnDomains(actor: LocalActor, command: DomainCommand): Promise<string> {
  const { domain } = command;
  switch (command.kind) {
    case "domain add":
      await addDomain(actor, domain);
      return `Added the domain ${domain}.`;
    case "domain rename": {
      const changed = await renameDomain(actor, domain, command.name);
      return changed
        ? `Renamed the domain ${domain} to ${command.name}.`
        : `The domain ${domain} has that name already.`;
    }
    case "domain disable": {
      const ended = await disableDomain(actor, domain);
      if (ended === null) return `The domain ${domain} is disabled already.`;
      const { sessions, grants, channels } = ended;
      return `Disabled the domain ${domain}; sessions ended: ${sessions}, licenses revoked: ${grants}, channels disabled: ${channels}.`;
    }
    case "domain enable": {
      const changed = await enableDomain(actor, domain);
      return changed ? `Enabled the domain ${domain}.` : `The domain ${domain} is enabled already.`;
    }
    case "domain delete":
      await deleteDomain(actor, domain);
      return `Deleted the domain ${domain}.`;
  }
}
