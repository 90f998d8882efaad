// Runs before every test file: adds the English catalogue, which the build parses outside of tests.

import { FluentResource } from '@fluent/bundle';
import catalogue from '../../locales/en/room.ftl?raw';
import { addCatalogue } from './l10n';

addCatalogue(new FluentResource(catalogue));
