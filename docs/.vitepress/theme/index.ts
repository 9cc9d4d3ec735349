import type { Theme } from 'vitepress';
import Layout from './layout.vue';
import './theme.css';

export default { Layout } satisfies Theme;
