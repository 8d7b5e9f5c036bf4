import { redirect } from "next/navigation";
import { getTranslations } from "@/lib/translations";
import { forPage } from "@/app/page-door";
import { PortalShell } from "@/app/portal-shell";
import { CapacityCard } from "@/components/channels/capacity-card";
import { ChannelTable } from "@/components/channels/channel-table";
import { ChannelTabs } from "@/components/channels/channel-tabs";
import { AddWindow, RemoveWindow, RenameWindow } from "@/components/channels/channel-windows";
import { Holders } from "@/components/channels/holders";
import { EmptyList } from "@/components/ui/empty-list";
import { Pager } from "@/components/ui/pager";
import { SearchForm } from "@/components/ui/search-form";
import { WindowLink } from "@/components/ui/window-link";
import { RefreshLink } from "@/components/ui/refresh-link";
import { env } from "@/lib/env";
import { type Channel, PRODUCT_OF_CHANNEL } from "@/lib/licensing/product";
import type { RawParams } from "@/lib/search-params";
import { pageToShow } from "@/lib/list-request";
import { listChannels } from "@/lib/use-cases/channels/list-channels";
import { addAction, removeAction, renameAction, switchAction } from "./actions";
import { channelsParams } from "./page-params";

type Props = { kind: Channel; path: string; raw: RawParams };

/** The page of one kind of channels: the limit and where it comes from, the list, and the window that its URL opens. */
export async function ChannelsView({ kind, path, raw }: Props) {
  const url = channelsParams.read(raw);
  const href = (changes: Partial<typeof url>) => channelsParams.href(path, url, changes);
  const list = await forPage(href({}), (reader) =>
    listChannels(reader, { ...url, kind, opened: url.rename || url.remove || null, adding: url.add }),
  );
  const shown = pageToShow(list.total, { ...url, rows: list.channels.length });
  if (url.page !== shown) redirect(href({ page: shown }));

  const [t, shell] = await Promise.all([getTranslations("channels"), getTranslations("shell")]);
  const closeHref = href({ add: false, rename: "", remove: "" });
  const { opened, writable } = list;
  const isEmpty = list.channels.length === 0;
  const emptyText = t(`${kind}.${writable ? "empty" : "emptyReader"}`);
  return (
    <PortalShell active="channels" actor={list.actor}>
      <ChannelTabs active={kind} />
      <h1 className="mb-4 text-xl font-semibold">{t(`${kind}.title`)}</h1>
      <CapacityCard {...list} product={PRODUCT_OF_CHANNEL[kind]} timeZone={env().TIME_ZONE}>
        {kind === "email_profile" && <Holders {...list} product={PRODUCT_OF_CHANNEL[kind]} />}
      </CapacityCard>
      <div className="card">
        <div className="flex flex-wrap items-center gap-2 p-3">
          <SearchForm path={path} q={url.q} kept={channelsParams.kept(url, ["q", "page", "add", "rename", "remove"])} />
          <span className="ml-auto flex gap-2">
            {writable && (
              <WindowLink id="open-add" href={channelsParams.href(path, url, { add: true, rename: "", remove: "" })}>
                {shell("add")}
              </WindowLink>
            )}
            <RefreshLink href={href({})} />
          </span>
        </div>
        {!writable && <p className="px-3 pb-3 text-muted">{t("noRight")}</p>}
        {isEmpty ? (
          <EmptyList wholeHref={url.q === "" ? null : href({ q: "", page: 1 })}>
            {url.q === "" ? emptyText : t(`${kind}.nothingFound`, { q: url.q })}
          </EmptyList>
        ) : (
          <div className="relative overflow-x-auto">
            <ChannelTable
              caption={t(`${kind}.title`)}
              rows={list.channels}
              timeZone={env().TIME_ZONE}
              sort={url.sort ?? { field: "name", descending: false }}
              sortHref={(sort) => href({ sort, page: 1 })}
              change={
                writable
                  ? {
                      action: switchAction,
                      next: closeHref,
                      renameHref: (rename) => href({ rename, add: false, remove: "" }),
                      removeHref: (remove) => href({ remove, add: false, rename: "" }),
                    }
                  : null
              }
            />
          </div>
        )}
        <Pager
          page={url.page}
          size={url.size}
          sizes={[10, 25, 50, 100]}
          total={list.total}
          pageHref={(page) => href({ page })}
          path={path}
          kept={channelsParams.kept(url, ["size", "page", "add", "rename", "remove"])}
        />
      </div>
      {writable && url.add && (
        <AddWindow
          kind={kind}
          domains={list.domains}
          domain={list.actor.domain.name}
          action={addAction}
          closeHref={closeHref}
        />
      )}
      {writable && !url.add && opened && url.rename !== "" && (
        <RenameWindow key={opened.id} kind={kind} channel={opened} action={renameAction} closeHref={closeHref} />
      )}
      {writable && !url.add && opened && url.rename === "" && (
        <RemoveWindow key={opened.id} kind={kind} channel={opened} action={removeAction} closeHref={closeHref} />
      )}
    </PortalShell>
  );
}
