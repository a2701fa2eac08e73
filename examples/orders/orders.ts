import { App } from 'aws-cdk-lib';
import { defineOrders } from './app';

defineOrders(new App());
