#include "integration/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace turnkeeper::test {
namespace {

/// The demo's session, at its fastest, takes a quarter of a minute by itself.
constexpr std::chrono::seconds kLongestWait{60};

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return ends;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

Program::Program(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& variables)
    : Program(TURNKEEPER_EXECUTABLE, arguments, variables) {}

Program::Program(const std::string& executable, const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& variables) {
  std::vector<std::string> words{executable};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment;
  for (const auto& [name, value] : variables) environment.push_back(name + "=" + value);
  if (const char* options = std::getenv("TSAN_OPTIONS")) {
    environment.push_back(std::string("TSAN_OPTIONS=") + options);
  }

  const auto out = make_pipe();
  const auto error = make_pipe();
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, error[1], STDERR_FILENO);
  // What is open here would be kept open there: a connection that this side has closed would stand.
  ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_t on_its_own;  // Ctrl-C is for whoever runs the test, who then ends this
  ::posix_spawnattr_init(&on_its_own);
  ::posix_spawnattr_setflags(&on_its_own, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  sigset_t heeded;  // though the test may run under nohup
  sigemptyset(&heeded);
  sigaddset(&heeded, SIGHUP);
  ::posix_spawnattr_setsigdefault(&on_its_own, &heeded);
  const int failed = ::posix_spawn(&process_, executable.c_str(), &actions, &on_its_own,
                                   pointers(words).data(), pointers(environment).data());
  ::posix_spawnattr_destroy(&on_its_own);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(out[1]);
  ::close(error[1]);
  out_pipe_ = out[0];
  error_pipe_ = error[0];
  if (failed != 0) throw std::runtime_error("the program does not start");
}

Program::~Program() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  ::close(out_pipe_);
  if (error_pipe_ >= 0) ::close(error_pipe_);
}

bool Program::read_some(std::chrono::steady_clock::time_point deadline) {
  std::array<pollfd, 2> pipes{{{out_pipe_, POLLIN, 0}, {error_pipe_, POLLIN, 0}}};
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  if (left.count() <= 0) return false;
  if (::poll(pipes.data(), pipes.size(), static_cast<int>(left.count())) <= 0) return false;
  bool something = false;
  std::array<std::string*, 2> texts{&out_, &error_};
  for (std::size_t i = 0; i < pipes.size(); ++i) {
    if (pipes[i].revents == 0) continue;
    std::array<char, 4096> buffer{};
    const ssize_t size = ::read(pipes[i].fd, buffer.data(), buffer.size());
    if (size <= 0) continue;
    texts[i]->append(buffer.data(), static_cast<std::size_t>(size));
    something = true;
  }
  return something;
}

bool Program::reads_until(const std::string& stream, const std::string& text) {
  const auto deadline = std::chrono::steady_clock::now() + kLongestWait;
  while (stream.find(text) == std::string::npos) {
    if (!read_some(deadline)) return false;
  }
  return true;
}

std::optional<std::uint16_t> Program::listens() {
  const std::string before = "listening on http://127.0.0.1:";
  if (!says(before) || !says("\n")) return std::nullopt;
  return static_cast<std::uint16_t>(std::stoi(out_.substr(out_.find(before) + before.size())));
}

int Program::wait() {
  const auto deadline = std::chrono::steady_clock::now() + kLongestWait;
  // Its pipes close with it, unless it has children, which it has not.
  while (read_some(deadline)) {
  }
  if (std::chrono::steady_clock::now() >= deadline) return 256;
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void Program::hear_no_errors() {
  ::close(error_pipe_);
  error_pipe_ = -1;
}

void Program::signal(int number) const {
  if (process_ > 0) ::kill(process_, number);
}

bool Program::runs() const {
  siginfo_t ended{};
  return process_ > 0 &&
         ::waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         ended.si_pid == 0;
}

}  // namespace turnkeeper::test
