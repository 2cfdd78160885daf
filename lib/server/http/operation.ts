import type { z } from "zod";
import type { Shown } from "../access/discreet";
import type { Identity } from "../access/identity";
import type { Needs, Sees } from "../access/permissions";
import type { ClusterRuntime } from "../cluster-runtime";
import type { Installation } from "../installation";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** What an operation gets, parsed and validated. */
export interface Call<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  request: Request;
  /** Who sent the request; null for a stranger, whom only `open` operations answer. */
  identity: Identity | null;
  /** What the answer of a `visible` operation may contain. */
  sees: Sees;
  /** Takes names of others out of what isn't returned as the answer, such as the messages of the stream. */
  shown: Shown;
  installation: Installation;
  /** The one that the request is about. */
  cluster: ClusterRuntime;
}

/** One operation of the REST API: its OpenAPI description and its code, in one place. */
export interface Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  method: Method;
  /** Below /api/v1, with `{name}` parameters. */
  path: string;
  summary: string;
  tag: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** The schema describes the body, which is read in `run`: the rules depend on the current object. */
  isBodyReadInRun?: boolean;
  /** A request without a body counts as one with an empty object. */
  isBodyOptional?: boolean;
  /** Schema of the response; without one, the response is 204. */
  answer?: z.ZodType;
  /** Media type of a response that is text rather than JSON. */
  answerType?: string;
  status?: 200 | 201 | 202 | 204;
  /** What it takes to be allowed to do this. Only an `open` operation has no such rule. */
  needs?: Needs;
  /** Also for a user who still has to set up the second factor that the installation requires. */
  isSettingUp?: boolean;
  /** Open to strangers. */
  open?: boolean;
  /**
   * What the audit calls it, such as `sign-in`. Objects that are written to the cluster have entries of their own, so an
   * operation that only does that has none.
   */
  act?: string;
  run(call: Call<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<unknown>;
}

/** Infers the types of an operation from its schemas. */
export function operation<
  Params extends z.ZodType = z.ZodUnknown,
  Query extends z.ZodType = z.ZodUnknown,
  Body extends z.ZodType = z.ZodUnknown,
>(definition: Operation<Params, Query, Body>): Operation<Params, Query, Body> {
  return definition;
}
