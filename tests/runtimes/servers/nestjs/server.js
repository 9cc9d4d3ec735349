// server.js
import { toNodeListener } from '@norce-kit/server/node';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { handler } from './lib/handler.js';

class AppModule {}
Module({})(AppModule);

const app = await NestFactory.create(AppModule);
app.use('/api/norce', toNodeListener(handler));
await app.listen(3000);
