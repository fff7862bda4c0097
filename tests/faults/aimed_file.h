// The test's side of an Aim: the file that it lies in, and how a program is started under it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "tests/faults/aim.h"

namespace turnkeeper::faults {

class AimedFile {
 public:
  /// Makes `file`, with nothing aimed at. Throws std::runtime_error if it cannot be made.
  explicit AimedFile(std::filesystem::path file);
  ~AimedFile();
  AimedFile(const AimedFile&) = delete;
  AimedFile& operator=(const AimedFile&) = delete;

  Aim* operator->() { return aim_; }

  /// From now on the `nth` call (1 is the next) of this kind, for one of `files`, is the program's
  /// last.
  void kill_at(Call call, int nth, Moment moment, int files = kAnyFile);
  void stand_down();
  /// From now on each write and each sync fails with `error` (an errno), or none does (0).
  void sicken(int error);

  /// The environment of a program that is to meet it: `library` is that of aim.cpp.
  std::map<std::string, std::string> environment(const std::filesystem::path& library) const;

 private:
  std::filesystem::path file_;
  Aim* aim_ = nullptr;
};

}  // namespace turnkeeper::faults
