declare module 'virtual:hook-api' {
  const api: Readonly<Record<string, import('../scripts/hook-api.mjs').Entry>>;
  export default api;
}
