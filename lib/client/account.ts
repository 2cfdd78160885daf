import { queryOptions } from "@tanstack/react-query";
import type { AccountView, ApiTokenView, SessionView } from "@/lib/api/access";
import type { Role } from "@/lib/model/roles";
import { request } from "./request";

/** The user's own account. Nothing of it comes with the stream of changes, so it is read whenever its page opens. */
export function accountQuery() {
  return queryOptions({
    queryKey: ["account"],
    queryFn: () => request<AccountView>("GET", "/account"),
    retry: false,
  });
}

export function sessionsQuery() {
  return queryOptions({
    queryKey: ["account", "sessions"],
    queryFn: async () => (await request<{ items: SessionView[] }>("GET", "/sessions")).items,
  });
}

export function apiTokensQuery() {
  return queryOptions({
    queryKey: ["account", "api-tokens"],
    queryFn: async () => (await request<{ items: ApiTokenView[] }>("GET", "/api-tokens")).items,
  });
}

/** Null ends all but this one. */
export function endSession(id: string | null): Promise<void> {
  return request("DELETE", id === null ? "/sessions" : `/sessions/${encodeURIComponent(id)}`);
}

export function changePassword(current: string, password: string): Promise<void> {
  return request("PUT", "/session/password", { current, password });
}

export interface NewApiToken {
  name: string;
  role: Role;
  scope: string;
  expiresInDays: number;
}

/** The answer is the only one with the token itself. */
export function createApiToken(token: NewApiToken): Promise<ApiTokenView & { token: string }> {
  return request("POST", "/api-tokens", token);
}

export function removeApiToken(id: string): Promise<void> {
  return request("DELETE", `/api-tokens/${encodeURIComponent(id)}`);
}
