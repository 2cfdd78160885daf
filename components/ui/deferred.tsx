"use client";
import { type ComponentType, createElement, lazy, useEffect, useState } from "react";

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

/**
 * A component whose code comes late as well, but which the server draws: its markup is there at the first paint, and the
 * browser wakes it where it stands. Put a `Suspense` with its placeholder around it.
 */
export function drawn<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Content = lazy(async () => ({ default: (await load()) as ComponentType<object> }));
  // A function, as a page on the server may name a component of a client file but not a lazy one.
  return (props: Props) => createElement(Content, props);
}
