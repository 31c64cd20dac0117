const Module=require("node:module");const plain=Module._extensions[".js"];require("tsx/cjs");const tsx=Module._extensions[".js"];
Module._extensions[".js"]=(m,f)=>f.includes("/node_modules/")?plain(m,f):tsx(m,f);
