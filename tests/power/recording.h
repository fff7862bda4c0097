// What a program did to the files of one folder, in order: all that a power cut could take apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace turnkeeper::testing {

struct Operation {
  enum class Kind : std::uint8_t {
    create,          ///< a name for an empty file
    write,           ///< bytes at an offset
    truncate,        ///< to the size in `offset`, shorter or longer
    sync,            ///< what was written to the file before is on the disk
    failed_sync,     ///< nobody knows what is, and no later sync will tell
    remove,          ///< the name goes
    sync_directory,  ///< names that came and went before are on the disk
  };

  Kind kind = Kind::write;
  std::size_t file = 0;  ///< its number, the same for all of its life; not for sync_directory
  std::string name;      ///< of create and remove
  std::int64_t offset = 0;
  std::string bytes;
};

/// One line: "write 4096 bytes at 8192 of file 2".
std::string told(const Operation& operation);

struct Recording {
  std::vector<std::pair<std::string, std::string>> before;  ///< files 0, 1, ...: name and bytes
  std::vector<Operation> operations;
};

}  // namespace turnkeeper::testing
