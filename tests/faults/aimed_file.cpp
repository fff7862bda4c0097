#include "tests/faults/aimed_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <new>
#include <stdexcept>
#include <utility>

namespace turnkeeper::faults {

AimedFile::AimedFile(std::filesystem::path file) : file_(std::move(file)) {
  const int descriptor = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  const bool made = descriptor >= 0 && ::ftruncate(descriptor, sizeof(Aim)) == 0;
  void* shared =
      made ? ::mmap(nullptr, sizeof(Aim), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
           : MAP_FAILED;
  if (descriptor >= 0) ::close(descriptor);
  if (shared == MAP_FAILED) throw std::runtime_error(file_.string() + " cannot be made.");
  aim_ = new (shared) Aim;
}

AimedFile::~AimedFile() { ::munmap(aim_, sizeof(Aim)); }

void AimedFile::kill_at(Call call, int nth, Moment moment, int files) {
  stand_down();
  aim_->call = static_cast<int>(call);
  aim_->moment = static_cast<int>(moment);
  aim_->files = files;
  aim_->countdown = nth;
}

void AimedFile::stand_down() { aim_->countdown = 0; }

void AimedFile::sicken(int error) {
  aim_->sick_writes = error;
  aim_->sick_syncs = error;
}

std::map<std::string, std::string> AimedFile::environment(
    const std::filesystem::path& library) const {
  return {{"LD_PRELOAD", library.string()},
          {kAimVariable, file_.string()},
          // The sanitizer's runtime wants to come first; behind this library it does as well.
          {"ASAN_OPTIONS", "verify_asan_link_order=0"}};
}

}  // namespace turnkeeper::faults
