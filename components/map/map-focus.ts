"use client";
import { createContext } from "react";
import type { MapPath } from "./path-through";

export interface MapFocus {
  /** What is lit up; null while nothing is pointed at. */
  path: MapPath | null;
  point: (id: string | null) => void;
  /** Moves the picture, as little as needed, until the node is in sight. */
  reveal: (id: string) => void;
  /** Gives the focus to the neighbour that an arrow key leads to; false when there is none. */
  move: (key: string, id: string) => boolean;
}

/** Shared by the parts of the picture, so that pointing at one node does not build all of them anew. */
export const MapFocusContext = createContext<MapFocus>({
  path: null,
  point: () => {},
  reveal: () => {},
  move: () => false,
});
