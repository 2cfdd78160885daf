import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  newApplication: "New application",
  newVersionOf: "New version of {name}",
  loadingMap: "Loading the map",
});
