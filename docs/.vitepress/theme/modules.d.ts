declare module '@localSearchIndex' {
  const indexes: Readonly<Record<'root', () => Promise<{ default: string }>>>;
  export default indexes;
}

declare module '*.vue' {
  import type { DefineComponent } from 'vue';

  const component: DefineComponent;
  export default component;
}
