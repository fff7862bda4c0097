#include "app/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace turnkeeper::app {
namespace {

spdlog::level::level_enum level_of(net::LogLevel level) {
  switch (level) {
    case net::LogLevel::debug:
      return spdlog::level::debug;
    case net::LogLevel::info:
      return spdlog::level::info;
    case net::LogLevel::warning:
      return spdlog::level::warn;
    case net::LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

net::Log log_to_stderr(net::LogLevel least) {
  const auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  const auto logger = std::make_shared<spdlog::logger>("turnkeeper", sink);
  logger->set_level(level_of(least));
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  // A line that waits in a buffer is lost in the crash that it would explain.
  logger->flush_on(spdlog::level::trace);
  return [logger](net::LogLevel level, std::string_view sentence) {
    logger->log(level_of(level), spdlog::string_view_t(sentence.data(), sentence.size()));
  };
}

}  // namespace turnkeeper::app
