using ResearchLab.Runner;

return await CommandLine.RunAsync(args);
