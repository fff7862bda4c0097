// The program as a process that serves, on a free port, and people who come to it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "integration/host.h"
#include "integration/program.h"

namespace turnkeeper::test {

class Serving : public Host {
 public:
  /// Of this process's environment the program gets only `variables`. REQUIREs that it comes up.
  explicit Serving(const std::filesystem::path& data,
                   const std::map<std::string, std::string>& variables = {});

  client::HttpClient http() const override;

  /// Ends in order. REQUIREs it.
  void stop();

  Program program;
  std::uint16_t port = 0;
};

/// The program ended with status 1 and one line, which says what is wrong.
void check_refusal(Program& program, const std::string& expected);
/// One line that says what is wrong.
void check_line(const Program& program, const std::string& expected);

}  // namespace turnkeeper::test
