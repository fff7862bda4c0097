#include "app/log.h"

#include <poll.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace turnkeeper::app {
namespace {

/// POSIX, PIPE_BUF: a pipe that can be written takes that much without making anybody wait.
constexpr std::size_t kLongestSentence = 4'000;

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

bool can_be_written() {
  pollfd standard_error{STDERR_FILENO, POLLOUT, 0};
  return ::poll(&standard_error, 1, 0) != 0;
}

/// Lines for somebody who may not keep up with reading them: then rooms do not wait, and lines are
/// left out.
class StandardError {
 public:
  explicit StandardError(net::LogLevel least)
      : logger_("turnkeeper", std::make_shared<spdlog::sinks::stderr_sink_st>()) {
    logger_.set_level(level_of(least));
    logger_.set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    // A line that waits in a buffer is lost in the crash that it would explain.
    logger_.flush_on(spdlog::level::trace);
  }

  void say(net::LogLevel level, std::string_view sentence) {
    const std::lock_guard lock(mutex_);
    if (!logger_.should_log(level_of(level))) return;
    if (left_out_ > 0 && can_be_written()) {
      logger_.warn("{} lines were left out: whoever reads the log did not keep up.", left_out_);
      left_out_ = 0;
    }
    if (!can_be_written()) {
      ++left_out_;
      return;
    }
    sentence = sentence.substr(0, kLongestSentence);
    logger_.log(level_of(level), spdlog::string_view_t(sentence.data(), sentence.size()));
  }

 private:
  std::mutex mutex_;
  spdlog::logger logger_;
  std::uint64_t left_out_ = 0;
};

}  // namespace

net::Log log_to_stderr(net::LogLevel least) {
  const auto log = std::make_shared<StandardError>(least);
  return [log](net::LogLevel level, std::string_view sentence) { log->say(level, sentence); };
}

}  // namespace turnkeeper::app
