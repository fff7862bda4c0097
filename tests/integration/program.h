// The program itself, as a process: what it is given, what it prints, how it ends.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace turnkeeper::test {

class Program {
 public:
  /// Starts the program that the build made. Of this process's environment it gets only
  /// `variables`, and what the thread sanitizer is told.
  explicit Program(const std::vector<std::string>& arguments,
                   const std::map<std::string, std::string>& variables = {});
  /// Another one in its place.
  Program(const std::string& executable, const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& variables);
  /// Ends it, if it still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Reads on until stdout holds `text`. Whether it came in time.
  bool says(const std::string& text) { return reads_until(out_, text); }
  /// The same of stderr.
  bool complains(const std::string& text) { return reads_until(error_, text); }
  /// Reads on until it says where on 127.0.0.1 it listens. Its port; nothing if that does not come
  /// in time.
  std::optional<std::uint16_t> listens();
  /// Waits for the end, and answers the exit status; minus the signal for one that was killed, 256
  /// for one that would not end.
  int wait();
  void signal(int number) const;
  /// Closes this end of its stderr.
  void hear_no_errors();
  pid_t process() const { return process_; }
  /// Whether it has not ended yet; asked for after `wait`, it has.
  bool runs() const;

  const std::string& out() const { return out_; }
  const std::string& error() const { return error_; }

 private:
  bool reads_until(const std::string& stream, const std::string& text);
  /// Reads what is there, waiting for something until `deadline`. Whether both streams are still
  /// open or had something.
  bool read_some(std::chrono::steady_clock::time_point deadline);

  pid_t process_ = 0;
  int out_pipe_ = -1;
  int error_pipe_ = -1;
  std::string out_;
  std::string error_;
};

}  // namespace turnkeeper::test
