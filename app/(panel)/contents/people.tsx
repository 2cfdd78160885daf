"use client";
import { deferred, drawn } from "@/components/ui/deferred";
import { Skeleton } from "@/components/ui/skeleton";

export const UserList = drawn(() =>
  import("@/components/people/user-list").then((module) => module.UserList),
);
export const GroupList = drawn(() =>
  import("@/components/people/group-list").then((module) => module.GroupList),
);
export const MemberList = drawn(() =>
  import("@/components/people/member-list").then((module) => module.MemberList),
);
export const SessionList = drawn(() =>
  import("@/components/people/sign-in-lists").then((module) => module.SessionList),
);
export const TokenList = drawn(() =>
  import("@/components/people/sign-in-lists").then((module) => module.TokenList),
);
export const InviteButton = deferred(
  () => import("@/components/people/invite-button").then((module) => module.InviteButton),
  ButtonPlaceholder,
);
export const AddGroupButton = deferred(
  () => import("@/components/people/group-list").then((module) => module.AddGroupButton),
  ButtonPlaceholder,
);

function ButtonPlaceholder() {
  return <Skeleton className="h-8 w-31 max-sm:h-9" />;
}
