import { queryOptions } from "@tanstack/react-query";
import type { SortColumn } from "@/lib/api/choices";
import type {
  GroupView,
  InvitationView,
  MemberView,
  UserSessionView,
  UserTokenView,
  UserView,
} from "@/lib/api/people";
import type { Role } from "@/lib/model/roles";
import { type ListOrder, listQuery, queryKey } from "./list-query";
import { queryString, request } from "./request";

interface Filter<List extends "User" | "Group" | "Member" | "Session" | "Token">
  extends ListOrder<SortColumn<List>> {
  q?: string;
}

export interface UserFilter extends Filter<"User"> {
  state?: "active" | "disabled";
}

const keyOf = (list: string, filter: object) => queryKey("people", undefined, undefined, { list, ...filter });

export function usersQuery(filter: UserFilter = {}) {
  return listQuery<UserView>(keyOf("users", filter), "/users", { ...filter });
}

export function groupsQuery(filter: Filter<"Group"> = {}) {
  return listQuery<GroupView>(keyOf("groups", filter), "/groups", { ...filter });
}

const newestFirst = { order: "desc" } as const;

export function allSessionsQuery(filter: Filter<"Session"> = {}) {
  const wanted = { ...newestFirst, ...filter };
  return listQuery<UserSessionView>(keyOf("sessions", wanted), "/installation/sessions", wanted);
}

export function allTokensQuery(filter: Filter<"Token"> = {}) {
  const wanted = { ...newestFirst, ...filter };
  return listQuery<UserTokenView>(keyOf("tokens", wanted), "/installation/api-tokens", wanted);
}

const userPath = (id: string) => `/users/${encodeURIComponent(id)}`;

/** A one-time link for a new user; `scope` is a virtual cluster, or `*`. */
export function inviteUser(role: Role, scope: string): Promise<InvitationView> {
  return request("POST", "/users/invitations", { role, scope });
}

export function createPasswordLink(id: string): Promise<InvitationView> {
  return request("POST", `${userPath(id)}/password-link`);
}

export function setDisabled(id: string, isDisabled: boolean): Promise<UserView> {
  return request("PATCH", userPath(id), { isDisabled });
}

/** Null takes the role away. */
export function setUserRole(id: string, scope: string, role: Role | null): Promise<UserView> {
  return request("PUT", `${userPath(id)}/roles`, { role, scope });
}

export function setGroupRole(group: string, scope: string, role: Role | null): Promise<void> {
  return request("PUT", "/groups/roles", { group, role, scope });
}

export function endUserSessions(id: string): Promise<void> {
  return request("DELETE", `${userPath(id)}/sessions`);
}

export function resetSecondFactor(id: string): Promise<void> {
  return request("DELETE", `${userPath(id)}/second-factor`);
}

export function removeUser(id: string): Promise<void> {
  return request("DELETE", userPath(id));
}

export function endSession(id: string): Promise<void> {
  return request("DELETE", `/installation/sessions/${encodeURIComponent(id)}`);
}

export function removeToken(id: string): Promise<void> {
  return request("DELETE", `/installation/api-tokens/${encodeURIComponent(id)}`);
}

const membersPath = (virtualCluster: string) =>
  `/virtual-clusters/${encodeURIComponent(virtualCluster)}/roles`;

export function membersQuery(virtualCluster: string, filter: Filter<"Member"> = {}) {
  const key = queryKey("people", virtualCluster, undefined, { list: "members", ...filter });
  return listQuery<MemberView>(key, membersPath(virtualCluster), { ...filter });
}

/** Null takes the role away. */
export function setMemberRole(
  virtualCluster: string,
  { kind, name }: Pick<MemberView, "kind" | "name">,
  role: Role | null,
): Promise<void> {
  return request("PUT", membersPath(virtualCluster), { kind, name, role });
}

/** Names of those who can grant a role, as far as who asks may see them. */
export function adminsQuery(virtualCluster?: string) {
  return queryOptions({
    queryKey: queryKey("session", virtualCluster, undefined, { admins: true }),
    queryFn: () => request<{ names: string[] }>("GET", `/session/admins${queryString({ virtualCluster })}`),
  });
}
