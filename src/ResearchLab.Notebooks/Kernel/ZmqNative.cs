using System.Reflection;
using System.Runtime.InteropServices;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>libzmq's C API, as declared in zmq.h of 4.3.</summary>
internal static unsafe partial class ZmqNative
{
    public const int Pair = 0, Sub = 2, Req = 3, Dealer = 5, Router = 6, XPub = 9;
    public const int Identity = 5, Subscribe = 6, RcvMore = 13, Linger = 17, SndHwm = 23, RcvHwm = 24, RouterHandover = 56, XPubVerbose = 40, MaxMsgSize = 22;
    public const int DontWait = 1, SendMore = 2;
    public const short PollIn = 1;
    public const int Again = 11, Interrupted = 4, TermError = 156384765;

    private const string Library = "zmq";

    static ZmqNative() => NativeLibrary.SetDllImportResolver(typeof(ZmqNative).Assembly, (name, _, _) => name == Library ? Load() : 0);

    /// <summary>A libzmq to use instead of the system's; set before the first use.</summary>
    public static string? ConfiguredPath { get; set; }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollItem
    {
        public nint Socket;
        public int FileDescriptor;
        public short Events;
        public short Returned;
    }

    /// <summary>zmq_msg_t: 64 bytes that only the library reads.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Message
    {
        public fixed long Opaque[8];
    }

    [LibraryImport(Library, EntryPoint = "zmq_ctx_new")]
    public static partial nint ContextNew();

    [LibraryImport(Library, EntryPoint = "zmq_ctx_term")]
    public static partial int ContextTerminate(nint context);

    [LibraryImport(Library, EntryPoint = "zmq_socket")]
    public static partial nint Socket(nint context, int type);

    [LibraryImport(Library, EntryPoint = "zmq_close")]
    public static partial int Close(nint socket);

    [LibraryImport(Library, EntryPoint = "zmq_bind", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Bind(nint socket, string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_connect", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Connect(nint socket, string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_setsockopt")]
    public static partial int SetOption(nint socket, int option, void* value, nuint length);

    [LibraryImport(Library, EntryPoint = "zmq_getsockopt")]
    public static partial int GetOption(nint socket, int option, void* value, nuint* length);

    [LibraryImport(Library, EntryPoint = "zmq_send")]
    public static partial int Send(nint socket, byte* data, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_msg_init")]
    public static partial int MessageInit(Message* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_recv")]
    public static partial int MessageReceive(Message* message, nint socket, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_msg_data")]
    public static partial byte* MessageData(Message* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_size")]
    public static partial nuint MessageSize(Message* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_close")]
    public static partial int MessageClose(Message* message);

    [LibraryImport(Library, EntryPoint = "zmq_poll")]
    public static partial int Poll(PollItem* items, int count, long timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "zmq_errno")]
    public static partial int Error();

    [LibraryImport(Library, EntryPoint = "zmq_strerror")]
    private static partial nint ErrorText(int error);

    public static string Describe(int error) => Marshal.PtrToStringUTF8(ErrorText(error)) ?? Invariant($"error {error}");

    private static nint Load()
    {
        string[] names = [.. new[] { ConfiguredPath }.OfType<string>(), "libzmq.so.5", "libzmq.5.dylib", "/opt/homebrew/lib/libzmq.5.dylib",
            "libzmq.dll", "libzmq"];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out nint handle))
                return handle;
        }

        throw new DllNotFoundException("libzmq 5 was not found. Install it ('apt-get install libzmq5', 'brew install zeromq'), or set RESEARCHLAB_ZMQ to the "
            + "one of a Jupyter installation (python3 -c 'import zmq; print(zmq.__path__)' says where).");
    }
}
