"use client";
import { createContext, useContext } from "react";
import type { RouteTargets } from "./route-targets";

const nothing: RouteTargets = { destinations: [], portsOf: () => [], subsetsOf: () => [] };

/** The choices for destinations, for all routes of the form around. */
export const TargetContext = createContext<RouteTargets>(nothing);

export const useTargets = () => useContext(TargetContext);
