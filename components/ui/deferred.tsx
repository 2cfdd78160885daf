"use client";
import { type ComponentType, useEffect, useState } from "react";

/**
 * A component whose code is fetched only once the page is awake, so that it does not count in the first load: for
 * forms, editors, maps, dialogs. `Placeholder` holds its place and must have its size. Call it once, beside the
 * imports: `const GatewayForm = deferred(() => import("./gateway-form").then((m) => m.GatewayForm), SkeletonText)`.
 */
export function deferred<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Placeholder: ComponentType,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Deferred(props: Props) {
    const [Component, setComponent] = useState(() => loaded);
    const [failure, setFailure] = useState<unknown>();
    useEffect(() => {
      if (loaded) return;
      let here = true;
      load().then(
        (component) => {
          loaded = component;
          if (here) setComponent(() => component);
        },
        (error: unknown) => here && setFailure(error),
      );
      return () => {
        here = false;
      };
    }, []);
    // To the nearest error page: most often the server was updated and the old code is gone.
    if (failure) throw failure;
    return Component ? <Component {...props} /> : <Placeholder />;
  };
}
