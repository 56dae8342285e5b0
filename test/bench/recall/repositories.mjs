/**
 * The repositories that the recall of definitions is measured on: packages that a registry installs with their sources, permissively
 * licensed, each with its exact version. `keep`: what of the package is the repository's own source (built files are left out).
 */
export const repositories = [
  { client: 'npm', name: 'rxjs', version: '7.8.2', license: 'Apache-2.0', language: 'typescript', keep: ['src', 'package.json'] },
  { client: 'npm', name: 'effect', version: '3.17.0', license: 'MIT', language: 'typescript', keep: ['src', 'package.json'] },
  { client: 'npm', name: '@reduxjs/toolkit', version: '2.8.2', license: 'MIT', language: 'typescript', keep: ['src', 'package.json'] },
  { client: 'npm', name: '@tanstack/query-core', version: '5.83.0', license: 'MIT', language: 'typescript', keep: ['src', 'package.json'] },
  { client: 'npm', name: 'mobx', version: '6.13.7', license: 'MIT', language: 'typescript', keep: ['src', 'package.json'] },
  { client: 'npm', name: 'zod', version: '4.0.5', license: 'MIT', language: 'typescript', keep: ['src', 'package.json'] },
  { client: 'npm', name: 'eslint', version: '9.31.0', license: 'MIT', language: 'javascript', keep: ['lib', 'package.json'] },
  { client: 'npm', name: 'webpack', version: '5.100.2', license: 'MIT', language: 'javascript', keep: ['lib', 'package.json'] },
  { client: 'npm', name: 'mongoose', version: '8.16.4', license: 'MIT', language: 'javascript', keep: ['lib', 'package.json'] },
  { client: 'npm', name: 'three', version: '0.178.0', license: 'MIT', language: 'javascript', keep: ['src', 'package.json'] },
  { client: 'pip', name: 'django', version: '5.2.4', license: 'BSD-3-Clause', language: 'python', keep: ['django'] },
  { client: 'pip', name: 'flask', version: '3.1.1', license: 'BSD-3-Clause', language: 'python', keep: ['flask'] },
  { client: 'pip', name: 'rich', version: '14.0.0', license: 'MIT', language: 'python', keep: ['rich'] },
  { client: 'pip', name: 'httpx', version: '0.28.1', license: 'BSD-3-Clause', language: 'python', keep: ['httpx'] },
  { client: 'pip', name: 'scrapy', version: '2.13.3', license: 'BSD-3-Clause', language: 'python', keep: ['scrapy'] },
  { client: 'pip', name: 'starlette', version: '0.47.1', license: 'BSD-3-Clause', language: 'python', keep: ['starlette'] },
  { client: 'mvn', name: 'com.google.code.gson:gson', version: '2.13.1', license: 'Apache-2.0', language: 'java', keep: ['com'] },
  { client: 'mvn', name: 'com.google.guava:guava', version: '33.4.8-jre', license: 'Apache-2.0', language: 'java', keep: ['com'] },
  { client: 'mvn', name: 'org.apache.kafka:kafka-clients', version: '4.0.0', license: 'Apache-2.0', language: 'java', keep: ['org'] },
  { client: 'mvn', name: 'org.jsoup:jsoup', version: '1.21.1', license: 'MIT', language: 'java', keep: ['org'] },
  { client: 'go', name: 'github.com/gin-gonic/gin', version: 'v1.10.1', license: 'MIT', language: 'go', keep: ['.'] },
  { client: 'go', name: 'github.com/caddyserver/caddy/v2', version: 'v2.10.0', license: 'Apache-2.0', language: 'go', keep: ['.'] },
  { client: 'go', name: 'github.com/gofiber/fiber/v2', version: 'v2.52.8', license: 'MIT', language: 'go', keep: ['.'] },
  { client: 'cargo', name: 'tokio', version: '1.46.1', license: 'MIT', language: 'rust', keep: ['src', 'Cargo.toml'] },
  { client: 'cargo', name: 'axum', version: '0.8.4', license: 'MIT', language: 'rust', keep: ['src', 'Cargo.toml'] },
  { client: 'cargo', name: 'clap_builder', version: '4.5.41', license: 'MIT OR Apache-2.0', language: 'rust', keep: ['src', 'Cargo.toml'] },
  { client: 'cargo', name: 'regex-automata', version: '0.4.9', license: 'MIT OR Apache-2.0', language: 'rust', keep: ['src', 'Cargo.toml'] },
  { client: 'cargo', name: 'hyper', version: '1.6.0', license: 'MIT', language: 'rust', keep: ['src', 'Cargo.toml'] },
];
