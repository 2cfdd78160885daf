"use client";
import { useQueryClient } from "@tanstack/react-query";
import { KeySquare, MonitorSmartphone } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { type ReactNode, useCallback, useState } from "react";
import { ListFrame, type ListFrameProps, useListRows, useSort } from "@/components/mesh-object/list-frame";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/notices";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { sortColumns } from "@/lib/api/choices";
import type { UserSessionView, UserTokenView } from "@/lib/api/people";
import { allSessionsQuery, allTokensQuery, endSession, removeToken } from "@/lib/client/people";
import { sessionColumns, tokenColumns } from "./columns";
import { texts } from "./texts";

const parsers = { q: parseAsString.withDefault("") };
const keyOf = ({ id }: { id: string }) => id;

/** The page "Sessions": the browsers of all users that are signed in. */
export function SessionList() {
  const [{ q }] = useQueryStates(parsers);
  const { sort, onSort, ordered } = useSort(sortColumns.Session);
  const list = useListRows(allSessionsQuery({ ...(q ? { q } : {}), ...ordered }));
  return (
    <EndableList<UserSessionView>
      title={texts.sessions}
      list={list}
      columns={sessionColumns}
      sort={sort}
      onSort={onSort}
      searched={texts.searchedSessions}
      empty={
        <EmptyState
          icon={<MonitorSmartphone aria-hidden />}
          title={texts.noSessions}
          description={texts.noSessionsHelp}
        />
      }
      end={endWordsOfSession}
    />
  );
}

/** The page "API tokens": those of all users. */
export function TokenList() {
  const [{ q }] = useQueryStates(parsers);
  const { sort, onSort, ordered } = useSort(sortColumns.Token);
  const list = useListRows(allTokensQuery({ ...(q ? { q } : {}), ...ordered }));
  return (
    <EndableList<UserTokenView>
      title={texts.tokens}
      list={list}
      columns={tokenColumns}
      sort={sort}
      onSort={onSort}
      searched={texts.searchedTokens}
      empty={
        <EmptyState
          icon={<KeySquare aria-hidden />}
          title={texts.noTokens}
          description={texts.noTokensHelp}
        />
      }
      end={endWordsOfToken}
    />
  );
}

interface End {
  label: string;
  /** The name of the row's button: begins with its label, and says whose. */
  name: string;
  title: string;
  help: string;
  done: string;
  run: () => Promise<void>;
}

const endWordsOfSession = ({ id, user: { name } }: UserSessionView): End => ({
  label: texts.endSession,
  name: texts.endSessionOf({ name }),
  title: texts.endSessionTitle({ name }),
  help: texts.endSessionHelp({ name }),
  done: texts.sessionEnded({ name }),
  run: () => endSession(id),
});

const endWordsOfToken = ({ id, name: token, user: { name } }: UserTokenView): End => ({
  label: texts.removeToken,
  name: texts.removeTokenOf({ token, name }),
  title: texts.removeTokenTitle({ token, name }),
  help: texts.removeTokenHelp,
  done: texts.tokenRemoved({ token }),
  run: () => removeToken(id),
});

interface EndableListProps<Row>
  extends Pick<ListFrameProps<Row>, "title" | "list" | "columns" | "sort" | "onSort" | "searched"> {
  empty: ReactNode;
  /** Created outside the component. */
  end: (row: Row) => End;
}

function EndableList<Row extends { id: string }>({ end, ...frame }: EndableListProps<Row>) {
  const client = useQueryClient();
  const [{ q }, setFilters] = useQueryStates(parsers);
  const [ending, setEnding] = useState<End | null>(null);
  const actionsOf = useCallback(
    (row: Row) => {
      const words = end(row);
      return (
        <Button size="sm" aria-label={words.name} onClick={() => setEnding(words)}>
          {words.label}
        </Button>
      );
    },
    [end],
  );
  return (
    <>
      <ListFrame
        {...frame}
        keyOf={keyOf}
        actionsOf={actionsOf}
        q={q}
        onSearch={(next) => void setFilters({ q: next || null })}
        isFiltered={q !== ""}
        onClear={() => void setFilters(null)}
      />
      <ConfirmDialog
        open={ending !== null}
        onOpenChange={(open) => open || setEnding(null)}
        title={ending?.title ?? ""}
        description={ending?.help}
        confirmLabel={ending?.label ?? ""}
        onConfirm={async () => {
          await ending?.run();
          void client.invalidateQueries({ queryKey: ["people"] });
          showToast({ tone: "success", title: ending?.done ?? "" });
        }}
      />
    </>
  );
}
