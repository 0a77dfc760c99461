// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target over the files of a folder, without a fuzzer.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

int main(int count, char** arguments)
{
    int files = 0;
    for (int i = 1; i < count; ++i) {
        for (auto const& entry : std::filesystem::recursive_directory_iterator(arguments[i])) {
            if (!entry.is_regular_file())
                continue;
            std::ifstream file(entry.path(), std::ios::binary);
            std::string const bytes { std::istreambuf_iterator<char>(file), {} };
            std::printf("%s\n", entry.path().filename().c_str());
            std::fflush(stdout);
            // what breaks off anywhere must be as harmless as the whole
            for (auto const length : { bytes.size(), bytes.size() / 2, bytes.size() / 3, std::size_t { 0 } })
                LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(bytes.data()), length);
            ++files;
        }
    }
    if (files == 0) {
        std::puts("replay: the corpus is empty.");
        return 1;
    }
    return 0;
}
