import * as path from 'path';
import { DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as esbuild from 'esbuild';

/** A handler and the packages it imports as one file. The AWS SDK comes with the runtime. */
export function bundled(entry: string): lambda.Code {
  return lambda.Code.fromAsset(path.dirname(entry), {
    exclude: ['*', `!${path.basename(entry)}`],
    bundling: {
      image: DockerImage.fromRegistry('scratch'),
      local: {
        tryBundle: (outputDir) => {
          esbuild.buildSync({
            entryPoints: [entry],
            outfile: path.join(outputDir, 'index.js'),
            bundle: true,
            platform: 'node',
            target: 'node24',
            external: ['@aws-sdk/*', 'pg-native'],
          });
          return true;
        },
      },
    },
  });
}
